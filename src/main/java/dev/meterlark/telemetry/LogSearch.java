package dev.meterlark.telemetry;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds lines in the logs of a function, or of all of an account, newest first. What a log says of
 * itself in the index, its worst level and its version, leaves most out; the others are read until
 * the page is full or the time for one page is over.
 */
@Service
@Transactional(readOnly = true)
public class LogSearch {

    private static final int HEADS = 2000;
    private static final int TEXTS = 100;

    private final StoredLogs logs;
    private final TelemetryProperties properties;

    LogSearch(StoredLogs logs, TelemetryProperties properties) {
        this.logs = logs;
        this.properties = properties;
    }

    /**
     * What was found so far; older lines are found from its cursor on.
     *
     * @param function null for all of the account
     */
    public FoundLines find(AccountId account, @Nullable FunctionId function, LogWanted wanted) {
        var cursor = wanted.cursor();
        var start = cursor == null ? LinePlace.newest(wanted.to()) : LinePlace.parse(cursor);
        return new Search(account, function, wanted, start).run();
    }

    /** One page's search. */
    private final class Search {

        private final AccountId account;
        private final @Nullable FunctionId function;
        private final LogWanted wanted;
        private final LineScan scan;
        private final long end = System.nanoTime() + properties.searchTime().toNanos();
        private final List<LogLine> found = new ArrayList<>();
        private LinePlace place;

        Search(
                AccountId account,
                @Nullable FunctionId function,
                LogWanted wanted,
                LinePlace start) {
            this.account = account;
            this.function = function;
            this.wanted = wanted;
            this.scan = new LineScan(wanted);
            this.place = start;
        }

        FoundLines run() {
            List<LogHead> heads;
            do {
                heads = logs.heads(account, function, wanted, place, HEADS);
                if (!look(heads)) {
                    return new FoundLines(found, place.endedAt(), place.encoded());
                }
            } while (heads.size() == HEADS);
            return new FoundLines(found, null, null);
        }

        /**
         * @return whether all of them were looked at
         */
        private boolean look(List<LogHead> heads) {
            List<LogHead> some = heads.stream().filter(head -> head.mayHold(wanted)).toList();
            for (int from = 0; from < some.size(); from += TEXTS) {
                List<LogHead> part = some.subList(from, Math.min(some.size(), from + TEXTS));
                Map<Long, StoredLog> texts =
                        logs.at(account, part.stream().map(LogHead::position).toList());
                for (LogHead head : part) {
                    StoredLog log = texts.get(head.position());
                    if (log != null && !take(head, log)) {
                        return false;
                    }
                    place = LinePlace.after(head);
                }
                if (isOver()) {
                    return false;
                }
            }
            if (!heads.isEmpty()) {
                place = LinePlace.after(heads.getLast());
            }
            return heads.size() < HEADS || !isOver();
        }

        private boolean isOver() {
            return System.nanoTime() - end >= 0;
        }

        /**
         * @return whether there was room for all of its lines
         */
        private boolean take(LogHead head, StoredLog log) {
            List<LogLine> lines = scan.lines(log);
            int below = place.lineWithin(head);
            for (LogLine line : lines.reversed()) {
                if (line.number() >= below) {
                    continue;
                }
                if (found.size() == wanted.limit()) {
                    return false;
                }
                found.add(line);
                place = LinePlace.before(head, line.number());
            }
            return true;
        }
    }
}
