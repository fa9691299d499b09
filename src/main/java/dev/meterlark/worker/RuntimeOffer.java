package dev.meterlark.worker;

/**
 * A runtime that a trial sandbox has started on this node.
 *
 * @param name exact, as functions name it: {@code nodejs20}, {@code python3.11}, {@code java25},
 *     {@code provided}
 * @param family {@code nodejs}, {@code python}, {@code java}, {@code provided}
 * @param version what the runtime says of itself: {@code v20.20.2}
 */
public record RuntimeOffer(String name, String family, String version) {}
