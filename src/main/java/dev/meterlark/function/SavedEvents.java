package dev.meterlark.function;

import dev.meterlark.account.AuditLog;
import dev.meterlark.account.Page;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Events that a function's team keeps to call it with: JSON or other text, each by a name. */
@Service
@Transactional
public class SavedEvents {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String JSON = "application/json";
    private static final int LONGEST_TYPE = 200;

    private final FunctionRows functions;
    private final SavedEventRows rows;
    private final AuditLog audit;
    private final JsonMapper json;
    private final FunctionProperties properties;
    private final InstantSource clock;

    SavedEvents(
            FunctionRows functions,
            SavedEventRows rows,
            AuditLog audit,
            JsonMapper json,
            FunctionProperties properties,
            InstantSource clock) {
        this.functions = functions;
        this.rows = rows;
        this.audit = audit;
        this.json = json;
        this.properties = properties;
        this.clock = clock;
    }

    /** By name. */
    @Transactional(readOnly = true)
    public Page<SavedEvent> list(
            Caller caller, String function, @Nullable String cursor, @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        Function of = require(functions.findByAccountAndName(caller.account(), function));
        List<SavedEvent> found =
                rows.after(of.account(), of.id(), stretch.after(), stretch.most() + 1);
        return new Page<>(stretch.items(found), stretch.nextCursor(found, SavedEvent::name));
    }

    @Transactional(readOnly = true)
    public SavedEventText get(Caller caller, String function, String name) {
        Function of = require(functions.findByAccountAndName(caller.account(), function));
        return rows.find(of.account(), of.id(), name).orElseThrow(() -> unknown(name));
    }

    /** The most that one may have, in UTF-8. */
    public int maxBytes() {
        return (int) properties.savedEventSize().toBytes();
    }

    /**
     * In the place of one of the same name.
     *
     * @param contentType JSON when it is null
     */
    public SavedEvent put(
            Caller caller,
            String function,
            String name,
            @Nullable String contentType,
            byte[] text) {
        String type = type(contentType);
        requireName(name);
        requireText(type, text);
        Function of = require(functions.lock(caller.account(), function));
        boolean there = rows.find(of.account(), of.id(), name).isPresent();
        if (!there && rows.count(of.account(), of.id()) >= properties.maxSavedEvents()) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "%s has %d saved events, as many as one may have; delete one first"
                            .formatted(of.name(), properties.maxSavedEvents()));
        }
        var event = new SavedEvent(name, type, text.length, clock.instant(), caller.subject());
        rows.put(of.account(), of.id(), event, text);
        audit.record(
                caller,
                "function.event-saved",
                "function:" + of.name(),
                Map.of("event", name, "bytes", text.length));
        return event;
    }

    public void delete(Caller caller, String function, String name) {
        Function of = require(functions.lock(caller.account(), function));
        if (!rows.delete(of.account(), of.id(), name)) {
            throw unknown(name);
        }
        audit.record(
                caller, "function.event-deleted", "function:" + of.name(), Map.of("event", name));
    }

    private void requireText(String type, byte[] text) {
        if (text.length > maxBytes()) {
            throw new RefusedException(
                    ErrorCode.EVENT_TOO_LARGE,
                    "a saved event may have %d bytes, had: %d".formatted(maxBytes(), text.length));
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw invalid("a saved event is text in UTF-8, which this is not");
        }
        if (type.equals(JSON) || type.endsWith("+json")) {
            try {
                json.readTree(text);
            } catch (JacksonException e) {
                throw invalid(
                        "a saved event of type %s must be JSON; send another Content-Type with other text"
                                .formatted(type));
            }
        }
    }

    private static String type(@Nullable String wanted) {
        if (wanted == null || wanted.isBlank()) {
            return JSON;
        }
        try {
            MediaType type = MediaType.parseMediaType(wanted);
            if (!type.isWildcardType() && wanted.length() <= LONGEST_TYPE) {
                return "%s/%s".formatted(type.getType(), type.getSubtype());
            }
        } catch (InvalidMediaTypeException e) {
            // said below
        }
        throw invalid(
                "Content-Type must be a media type such as application/json, was: "
                        + Shown.text(wanted));
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw invalid(
                    "the name of a saved event has 1 to 64 letters, digits, dots, hyphens and _,"
                            + " and begins with a letter or a digit; was: "
                            + Shown.text(name));
        }
    }

    private static Function require(Optional<Function> found) {
        return found.orElseThrow(
                () ->
                        new RefusedException(
                                ErrorCode.NOT_FOUND, "there is no such function in this account"));
    }

    private static RefusedException unknown(String name) {
        return new RefusedException(
                ErrorCode.NOT_FOUND, "there is no saved event " + Shown.text(name));
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
