// The style of the components: everything that a site may change is a custom property.
const CSS = `
:host{display:block;font:16px/1.45 var(--kense-font,system-ui,sans-serif);color:var(--kense-ink,light-dark(#18272e,#e6eeee));
background:var(--kense-paper,light-dark(#fff,#12191c));padding:var(--kense-padding,16px);
border:1px solid var(--kense-line,light-dark(#d9e0e0,#33424a));border-radius:var(--kense-round,10px);
--a:var(--kense-accent,light-dark(#00566b,#7fd0e2));--s:var(--kense-soft,light-dark(#52646c,#a3b3b9))}
:host([hidden]){display:none}
*{box-sizing:border-box}
h1,h2,h3,p,ul{margin:0;padding:0}
.title{font-size:1.125em;line-height:1.3}
.sub{font-size:1em}
ul{list-style:none}
form{display:flex;flex-wrap:wrap;gap:8px;margin:10px 0}
label{flex:1 0 100%;font-size:.875em;color:var(--s)}
input{flex:1 1 160px;min-width:0;min-height:44px;padding:8px 12px;font:inherit;color:inherit;background:transparent;
border:1.5px solid var(--kense-field,light-dark(#7b8d94,#7b8d94));border-radius:var(--kense-round,10px)}
button{min-height:44px;padding:8px 16px;font:inherit;font-weight:600;cursor:pointer;border-radius:var(--kense-round,10px);
border:1.5px solid var(--a);background:var(--a);color:var(--kense-on-accent,light-dark(#fff,#06222a))}
button.quiet,.place{background:transparent;color:var(--a)}
.place{display:block;width:100%;margin-top:6px;text-align:left}
a{color:var(--a)}
a:focus-visible,button:focus-visible,input:focus-visible{outline:3px solid var(--a);outline-offset:2px}
.card{padding:12px 0;border-top:1px solid var(--kense-line,light-dark(#d9e0e0,#33424a))}
.soft{color:var(--s);font-size:.875em}
[part=result]:focus{outline:none}
.contacts{display:flex;flex-wrap:wrap;gap:2px 16px}
.contacts a{padding:3px 0}
`;

let sheet: CSSStyleSheet | null = null;

/** One sheet for all components of a page. */
export function looks(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}
