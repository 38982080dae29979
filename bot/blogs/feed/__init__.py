"""RSS, Atom and JSON Feed: what a feed lists at the moment, and nothing more."""
