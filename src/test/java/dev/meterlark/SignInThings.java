package dev.meterlark;

import dev.meterlark.edge.ClientAddress;
import dev.meterlark.edge.SessionBook;
import dev.meterlark.edge.SessionId;
import dev.meterlark.edge.SignInWay;
import dev.meterlark.edge.SignedIn;

import org.springframework.jdbc.core.JdbcTemplate;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;

/** A session and a passkey of somebody, for others to look for. */
public final class SignInThings {

    private static final String SESSIONS = "/security/sessions/";
    private static final String PASSKEYS = "/security/passkeys/";

    private final SessionBook sessions;
    private final JdbcTemplate jdbc;
    private final InstantSource clock;
    private SessionId session = SessionId.random();
    private UUID passkey = UUID.randomUUID();

    SignInThings(SessionBook sessions, JdbcTemplate jdbc, InstantSource clock) {
        this.sessions = sessions;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    static boolean isNamed(String before) {
        return before.endsWith(SESSIONS) || before.endsWith(PASSKEYS);
    }

    UUID id(String before) {
        return before.endsWith(SESSIONS) ? session.value() : passkey;
    }

    public void keep(SignedIn person) {
        Instant now = clock.instant();
        var here = new ClientAddress(InetAddress.getLoopbackAddress());
        Instant later = now.plus(Duration.ofHours(1));
        session = sessions.begin(person, SignInWay.PASSWORD, here, "", later).id();
        passkey = UUID.randomUUID();
        jdbc.update(
                "insert into passkey (id, person_id, credential_id, credential, sign_count, name,"
                        + " transports, made_at, version) values (?, ?, ?, ?, 0, 'key', '', ?, 0)",
                passkey,
                person.person().value(),
                passkey.toString().getBytes(StandardCharsets.US_ASCII),
                new byte[] {1},
                now.atOffset(ZoneOffset.UTC));
    }

    boolean isThere() {
        Long keys =
                jdbc.queryForObject(
                        "select count(*) from passkey where id = ?", Long.class, passkey);
        return sessions.goesOn(session, clock.instant()) && Long.valueOf(1).equals(keys);
    }
}
