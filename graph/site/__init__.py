"""The words of the page for people, readable without a script: heads, main text, the sitemap."""
