package dev.meterlark.storage.topic;

import dev.meterlark.shared.AccountId;

import java.time.Instant;

record Topic(TopicId id, AccountId account, String name, Instant createdAt) {}
