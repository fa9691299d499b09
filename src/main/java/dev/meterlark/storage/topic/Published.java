package dev.meterlark.storage.topic;

/**
 * @param id of the event
 * @param deliveries subscriptions and triggers that it is on its way to
 */
public record Published(String id, int deliveries) {}
