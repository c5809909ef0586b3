// A text field that suggests (the combobox pattern of ARIA 1.2): arrows choose, Enter takes, Escape closes.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useWords } from '../words/language';

export interface Choice<T> {
  key: string;
  value: T;
  title: string;
  detail: string;
  icon?: ComponentChildren;
}

interface Props<T> {
  label: string;
  placeholder: string;
  /** The present choice, as text. */
  chosen: string;
  /** Choices for the typed text; null while they are loading. */
  choices: readonly Choice<T>[] | null;
  onText: (text: string) => void;
  onChoose: (value: T) => void;
  /** Enter without a choice from the list: called with the text. */
  onEnter?: (text: string) => void;
  /** Whether Enter takes the first choice without an arrow key; true by default. */
  takesFirst?: (choice: Choice<T>, text: string) => boolean;
  onClear?: () => void;
  /** Shown where there is no choice. */
  nothing?: string;
  autofocus?: boolean;
  /** Opens the list before anything is typed. */
  openOnFocus?: boolean;
}

export function Combobox<T>(props: Props<T>) {
  const { choices, chosen } = props;
  const words = useWords();
  const nothing = props.nothing ?? words.search.nothing;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(chosen);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const typed = useRef(false);

  useEffect(() => {
    typed.current = false;
    setText(chosen);
    setOpen(false);
  }, [chosen]);
  useEffect(() => {
    const first = choices?.[0];
    setAt(first && props.takesFirst && !props.takesFirst(first, text.trim()) ? -1 : 0);
  }, [choices]);
  useEffect(() => {
    // On a phone the keyboard would cover half of the page before anything is read.
    if (props.autofocus && matchMedia('(hover: hover)').matches) input.current?.focus();
  }, [props.autofocus]);

  const shown = open && (typed.current ? text.trim() !== '' : props.openOnFocus === true);
  const list = choices ?? [];
  const take = (choice: Choice<T> | undefined) => {
    if (choice) {
      setOpen(false);
      props.onChoose(choice.value);
    } else if (text.trim()) {
      setOpen(false);
      props.onEnter?.(text.trim());
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (shown && list.length > 0)
        setAt((now) => (Math.max(now, step > 0 ? -1 : 0) + step + list.length) % list.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      // The user types faster than the server answers: send the text itself.
      take(shown ? list[at] : undefined);
    } else if (event.key === 'Escape') {
      setOpen(false);
    }
  };
  return (
    <div class="combobox">
      <label for={id}>{props.label}</label>
      <div class="field">
        <input
          id={id}
          ref={input}
          type="text"
          role="combobox"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          enterkeyhint="search"
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={shown && list[at] ? `${id}-${at.toString()}` : undefined}
          placeholder={props.placeholder}
          value={text}
          onInput={(event) => {
            typed.current = true;
            setText(event.currentTarget.value);
            setOpen(true);
            props.onText(event.currentTarget.value);
          }}
          onFocus={(event) => {
            event.currentTarget.select();
            if (props.openOnFocus) setOpen(true);
          }}
          onBlur={() => {
            setOpen(false);
          }}
          onKeyDown={onKeyDown}
        />
        {text && props.onClear && (
          <button
            type="button"
            class="clear"
            aria-label={`${words.search.clear}: ${props.label}`}
            onClick={() => {
              setText('');
              props.onText('');
              props.onClear?.();
              input.current?.focus();
            }}
          >
            ×
          </button>
        )}
      </div>
      <ul id={`${id}-list`} role="listbox" aria-label={props.label} hidden={!shown || list.length === 0}>
        {list.map((choice, index) => (
          <li
            key={choice.key}
            id={`${id}-${index.toString()}`}
            role="option"
            aria-selected={index === at}
            // Before the field loses its focus, which closes the list.
            onMouseDown={(event) => {
              event.preventDefault();
              take(choice);
            }}
            onMouseEnter={() => {
              setAt(index);
            }}
          >
            {choice.icon}
            <span class="title">{choice.title}</span>
            <span class="detail">{choice.detail}</span>
          </li>
        ))}
      </ul>
      <p class="hidden" role="status">
        {shown && choices && (list.length > 0 ? words.search.found(list.length) : nothing)}
      </p>
      {shown && choices && list.length === 0 && typed.current && (
        <p class="nothing" aria-hidden="true">
          {nothing}
        </p>
      )}
    </div>
  );
}
