package dev.meterlark.function.packages;

/**
 * How large a package may be.
 *
 * @param uploadBytes of the file that is uploaded
 * @param unpackedBytes of everything in it
 * @param entries files and folders in it
 */
public record PackageLimits(long uploadBytes, long unpackedBytes, int entries) {}
