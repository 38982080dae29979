"""RSS and Atom: what a feed lists at the moment, and nothing more."""
