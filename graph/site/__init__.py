"""The words of the page's addresses without a script: heads, main text, the sitemap."""
