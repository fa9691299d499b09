package dev.meterlark.function.snapshot;

/**
 * One file of Java.
 *
 * @param fileName as mistakes name it: {@code Hello.java}
 * @param runtime exact name of the runtime that the classes are to run on: {@code java25}
 */
public record JavaSource(String fileName, String runtime, String text) {}
