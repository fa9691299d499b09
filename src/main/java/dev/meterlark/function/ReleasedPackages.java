package dev.meterlark.function;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.CodeDigest;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.List;

/** Packages that lost a function, or have none yet, until it is known whether one has them. */
@Component
class ReleasedPackages {

    private final JdbcClient database;

    ReleasedPackages(JdbcClient database) {
        this.database = database;
    }

    /** Within the transaction that takes the function's package away, or alone before it comes. */
    void add(CodeDigest digest, Instant now) {
        database.sql("insert into released_package (digest, released_at) values (?, ?)")
                .param(digest.hex())
                .param(Columns.instant(now))
                .update();
    }

    List<CodeDigest> releasedBefore(Instant instant) {
        return database
                .sql("select distinct digest from released_package where released_at <= ?")
                .param(Columns.instant(instant))
                .query(String.class)
                .list()
                .stream()
                .map(CodeDigest::new)
                .toList();
    }

    void forget(CodeDigest digest, Instant until) {
        database.sql("delete from released_package where digest = ? and released_at <= ?")
                .param(digest.hex())
                .param(Columns.instant(until))
                .update();
    }
}
