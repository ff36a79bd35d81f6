"""The reference of the manual, made from the code: Markdown, a function a page."""
