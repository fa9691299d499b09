package dev.meterlark.invocation.web;

import dev.meterlark.edge.Access;
import dev.meterlark.invocation.queue.Conservation;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import io.swagger.v3.oas.annotations.Operation;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;

/** Whether any accepted call is missing, for the operator. */
@RestController
class ConservationController {

    private static final int MOST_LISTED = 100;
    private static final int USUALLY_LISTED = 50;

    private final Conservation conservation;

    ConservationController(Conservation conservation) {
        this.conservation = conservation;
    }

    @Operation(
            summary = "Whether every accepted asynchronous call is accounted for",
            description =
                    "Of each account, accepted = waiting + running + succeeded + failed + expired +"
                        + " cancelled; missing is what is left, and must be 0. One moment of all"
                        + " nodes: the sums are those of all accounts, also of those on other"
                        + " pages.")
    @GetMapping("/api/v1/admin/conservation")
    @Access(Permission.OPERATE)
    Balance balance(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        int most = limit == null ? USUALLY_LISTED : limit;
        if (most < 1 || most > MOST_LISTED) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "limit must be from 1 to %d, was: %d".formatted(MOST_LISTED, most));
        }
        String after = cursor == null ? "" : accountIn(cursor);
        List<Line> lines =
                conservation.counts().stream()
                        .map(Line::of)
                        .sorted(Comparator.comparing(Line::account))
                        .toList();
        List<Line> rest = lines.stream().filter(l -> l.account.compareTo(after) > 0).toList();
        List<Line> items = rest.subList(0, Math.min(most, rest.size()));
        return new Balance(
                sum(lines, l -> Math.abs(l.missing)),
                sum(lines, Line::accepted),
                sum(lines, Line::waiting),
                sum(lines, Line::running),
                sum(lines, Line::ended),
                items,
                rest.size() > most ? cursorAfter(items.getLast().account) : null);
    }

    /**
     * @param missing calls that are nowhere, or were counted without being there; 0 when all is
     *     well
     */
    record Balance(
            long missing,
            long accepted,
            long waiting,
            long running,
            long ended,
            List<Line> items,
            @Nullable String nextCursor) {}

    record Line(
            String account,
            long missing,
            long accepted,
            long waiting,
            long running,
            long ended,
            long succeeded,
            long failed,
            long expired,
            long cancelled) {

        static Line of(Conservation.Count count) {
            return new Line(
                    count.account().toString(),
                    count.missing(),
                    count.accepted(),
                    count.waiting(),
                    count.running(),
                    count.ended(),
                    count.succeeded(),
                    count.failed(),
                    count.expired(),
                    count.cancelled());
        }
    }

    private static long sum(List<Line> lines, ToLongFunction<Line> of) {
        return lines.stream().mapToLong(of).sum();
    }

    private static String cursorAfter(String account) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(account.getBytes(StandardCharsets.US_ASCII));
    }

    private static String accountIn(String cursor) {
        try {
            byte[] text = Base64.getUrlDecoder().decode(cursor);
            return UUID.fromString(new String(text, StandardCharsets.US_ASCII)).toString();
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "cursor is not one that this list answered with; leave it out to start over");
        }
    }
}
