"""What a reader's browser makes of the built site; a package, so that its browser closes before the other tests go on."""
