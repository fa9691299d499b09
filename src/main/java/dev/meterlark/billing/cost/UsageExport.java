package dev.meterlark.billing.cost;

import dev.meterlark.billing.UsageRange;
import dev.meterlark.function.snapshot.TagCatalog;
import dev.meterlark.function.snapshot.TagSetId;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.metering.Attempts;
import dev.meterlark.metering.BillableUsage;
import dev.meterlark.metering.Metered;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All usage of an account, row by row: it is read in pages as it is written, so it may be of any
 * length. No transaction holds it together; of a time that is over it is whole but for what comes
 * late.
 */
@Service
public class UsageExport {

    private static final int PAGE = 1_000;

    /** Of each thing so many hours are held in memory. */
    private static final Duration METERS_AT_ONCE = Duration.ofHours(6);

    private final Attempts attempts;
    private final BillableUsage billable;
    private final ObjectProvider<TagCatalog> tags;
    private final JsonMapper json;

    UsageExport(
            Attempts attempts,
            BillableUsage billable,
            ObjectProvider<TagCatalog> tags,
            JsonMapper json) {
        this.attempts = attempts;
        this.billable = billable;
        this.tags = tags;
        this.json = json;
    }

    /** What the rows are about. */
    public enum Of {
        /** Each attempt, free ones too, by function, the newest first. */
        ATTEMPTS,

        /** What is paid for, by the hour. */
        METERS
    }

    public enum Format {
        CSV,
        JSONL
    }

    /** Where lines go, each with its end. */
    public interface Lines {

        void write(String line) throws IOException;
    }

    public void write(AccountId account, UsageRange range, Of of, Format format, Lines lines)
            throws IOException {
        ExportRows rows = new ExportRows(format, json, lines);
        switch (of) {
            case ATTEMPTS -> attempts(account, range, rows);
            case METERS -> meters(account, range, rows);
        }
    }

    private void attempts(AccountId account, UsageRange range, ExportRows rows) throws IOException {
        rows.head(AttemptRow.COLUMNS);
        Map<TagSetId, Map<String, String>> known = new HashMap<>();
        for (FunctionId function : attempts.functions(account)) {
            Attempts.Place place = Attempts.Place.at(range.to());
            List<InvocationRecord> page;
            do {
                page = attempts.newest(account, function, wanted(range, place));
                for (InvocationRecord each : page) {
                    rows.row(AttemptRow.COLUMNS, AttemptRow.of(each, tags(each, known)));
                    place = Attempts.Place.of(each);
                }
            } while (page.size() == PAGE);
        }
    }

    private static Attempts.Wanted wanted(UsageRange range, Attempts.Place place) {
        return new Attempts.Wanted(range.from(), place, Attempts.Ended.ANYHOW, PAGE);
    }

    private Map<String, String> tags(
            InvocationRecord attempt, Map<TagSetId, Map<String, String>> known) {
        TagSetId set = attempt.tags();
        TagCatalog catalog = tags.getIfAvailable();
        if (set == null || catalog == null) {
            return Map.of();
        }
        if (!known.containsKey(set)) {
            if (known.size() > PAGE) {
                known.clear();
            }
            known.put(
                    set, catalog.tags(attempt.account(), Set.of(set)).getOrDefault(set, Map.of()));
        }
        return known.get(set);
    }

    private void meters(AccountId account, UsageRange range, ExportRows rows) throws IOException {
        rows.head(MeterRow.COLUMNS);
        Instant from = range.from();
        while (from.isBefore(range.to())) {
            Instant next = from.truncatedTo(ChronoUnit.HOURS).plus(METERS_AT_ONCE);
            Instant to = next.isBefore(range.to()) ? next : range.to();
            for (Metered each : billable.of(account, from, to)) {
                rows.row(MeterRow.COLUMNS, MeterRow.of(each));
            }
            from = next;
        }
    }
}
