"""The archive: the whole site as a folder of files, to read from a USB stick without a network."""
