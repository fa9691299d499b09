package dev.meterlark.storage.bucket;

/** What a checksum of an object that came in parts is of. */
public enum ChecksumForm {
    /** Of all bytes. */
    FULL_OBJECT,

    /** Of the parts' checksums, one behind the other; with a hyphen and their number. */
    COMPOSITE
}
