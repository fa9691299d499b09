package dev.meterlark.function;

/**
 * What became of an upload.
 *
 * @param digest SHA-256 of the package as it is stored
 * @param size its bytes
 * @param unpackedSize bytes of everything in it
 * @param entries files and folders in it
 * @param revision the function's, from now on
 */
public record Uploaded(String digest, long size, long unpackedSize, int entries, long revision) {}
