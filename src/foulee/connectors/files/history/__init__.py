"""A firm's weeks, from a CSV or a data frame, read and checked into a `FirmHistory`."""
