package dev.meterlark.trigger.database;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A trigger without its secret in any form. */
record Shown(
        String engine,
        String host,
        int port,
        String database,
        String user,
        Tls tls,
        List<String> tables,
        List<String> operations,
        String snapshot,
        Map<String, String> options) {

    static Shown of(DatabaseTrigger trigger) {
        return new Shown(
                trigger.kind().text(),
                trigger.place(),
                trigger.number(),
                trigger.name(),
                trigger.login(),
                trigger.privacy(),
                trigger.watched(),
                Objects.requireNonNull(trigger.operations()),
                Objects.requireNonNull(trigger.snapshot()),
                Objects.requireNonNull(trigger.options()));
    }
}
