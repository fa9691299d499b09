package dev.meterlark.function;

/** What a kept event says, in UTF-8. */
public record SavedEventText(String contentType, byte[] text) {}
