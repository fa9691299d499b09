package dev.meterlark.trigger.database;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;

/**
 * A row's change as a CloudEvent.
 *
 * @param shard rows with one key are in one
 * @param characters how long it is, written
 * @param at when the database committed it
 */
record Change(String id, int shard, ObjectNode event, int characters, Instant at) {}
