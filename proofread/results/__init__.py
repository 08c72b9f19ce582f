"""Results kept between runs, each by a key of everything that it depends on."""
