"""Commands that measure: how long functions take, and what Lighthouse says of the site."""
