package dev.meterlark.records;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.UUID;

/** A bucket with an object that was uploaded in two parts and copied, and what breaks its rules. */
final class SampleObjects {

    private static final String BUCKET = "00000000-0000-4000-8000-00000000000b";
    private static final String OBJECT = "00000000-0000-4000-8000-0000000000b1";
    private static final String COPY = "00000000-0000-4000-8000-0000000000b2";
    private static final String FIRST = "00000000-0000-4000-8000-0000000000b3";
    private static final String SECOND = "00000000-0000-4000-8000-0000000000b4";

    private final JdbcClient database;

    SampleObjects(JdbcClient database) {
        this.database = database;
    }

    void sound(String account) {
        new SampleInvoices(database).sound(account);
        update(
                """
                insert into bucket (id, account_id, name, objects, bytes, created_at)
                values ('%s', '%s', 'images', 2, 18, '2026-11-25T11:00:00Z')
                """
                        .formatted(BUCKET, account));
        for (String version : new String[] {OBJECT, COPY}) {
            update(
                    """
                    insert into bucket_object (account_id, bucket_id, key_bytes, body_id, bytes,
                        etag, content_type, pieces, changed_at)
                    values ('%s', '%s', cast('%s' as bytea), '%s', 9, 'x-2', 'a/b', 2,
                        '2026-11-25T11:00:00Z')
                    """
                            .formatted(account, BUCKET, version, version));
            piece(version, 1, FIRST, 5);
            piece(version, 2, SECOND, 4);
        }
        update("insert into shared_body (body_id, uses) values ('%s', 2)".formatted(FIRST));
        update("insert into shared_body (body_id, uses) values ('%s', 2)".formatted(SECOND));
    }

    void broken(String rule) {
        switch (rule) {
            case "B1 stored" -> update("bucket set bytes = bytes + 1");
            case "B2 kept" -> stray(FIRST);
            case "B3 whole" -> update("bucket_object set pieces = 3");
            case "B4 shared" -> update("shared_body set uses = 3");
            case "B5 owned" -> piece(UUID.randomUUID().toString(), 1, OBJECT, 1);
            default -> new SampleInvoices(database).broken(rule);
        }
    }

    private void stray(String body) {
        update(
                "insert into stray_body (body_id, due_at) values ('%s', '2026-11-25T11:00:00Z')"
                        .formatted(body));
    }

    private void piece(String version, int number, String body, int bytes) {
        update(
                """
                insert into object_piece (version_id, piece, body_id, bytes)
                values ('%s', %d, '%s', %d)
                """
                        .formatted(version, number, body, bytes));
    }

    private void update(String statement) {
        boolean whole = statement.stripLeading().startsWith("insert");
        database.sql(whole ? statement : "update " + statement).update();
    }
}
