"""Words: HTML to Discord Markdown, and splitting. Pure: no I/O, no discord."""
