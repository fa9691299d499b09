package dev.meterlark.billing.web;

import dev.meterlark.billing.UsageRange;
import dev.meterlark.billing.cost.UsageExport;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** All usage of an account as a file, from which its bill can be computed again. */
@RestController
class UsageExportController {

    private static final Logger LOG = LoggerFactory.getLogger(UsageExportController.class);

    private final UsageExport export;
    private final InstantSource clock;

    UsageExportController(UsageExport export, InstantSource clock) {
        this.export = export;
        this.clock = clock;
    }

    /**
     * Passed on as it is read; a connection that ends before its last chunk had not all.
     *
     * @param of {@code attempts}, each of them, or {@code meters}, what is paid for by the hour
     * @param format {@code csv} or {@code jsonl}
     */
    @Access(Permission.USAGE_READ)
    @GetMapping("/api/v1/usage/export")
    void export(
            Caller caller,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(defaultValue = "attempts") String of,
            @RequestParam(defaultValue = "csv") String format,
            HttpServletResponse response)
            throws IOException {
        UsageRange range = UsageRange.of(from, to, clock.instant());
        UsageExport.Of wanted = one("of", of, UsageExport.Of.values());
        UsageExport.Format form = one("format", format, UsageExport.Format.values());
        response.setContentType(
                switch (form) {
                    case CSV -> "text/csv;charset=UTF-8";
                    case JSONL -> "application/jsonl;charset=UTF-8";
                });
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=\"usage-%s.%s\"".formatted(of, format));
        try {
            Writer out =
                    new BufferedWriter(
                            new OutputStreamWriter(
                                    response.getOutputStream(), StandardCharsets.UTF_8));
            export.write(caller.account(), range, wanted, form, out::write);
            out.flush();
        } catch (RuntimeException e) {
            throw brokenOff(response, e);
        }
    }

    /** What has gone out must not look as if it were all. */
    private static RuntimeException brokenOff(HttpServletResponse response, RuntimeException e)
            throws CloseNowException {
        if (response.isCommitted()) {
            LOG.warn("an export of usage broke off", e);
            throw new CloseNowException("an export of usage broke off", e);
        }
        response.reset();
        return e;
    }

    private static <E extends Enum<E>> E one(String name, String asked, E[] all) {
        return Arrays.stream(all)
                .filter(each -> word(each).equals(asked))
                .findFirst()
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.REQUEST_INVALID,
                                        "%s takes %s; it does not take: %s"
                                                .formatted(
                                                        name,
                                                        Arrays.stream(all)
                                                                .map(each -> word(each))
                                                                .collect(
                                                                        Collectors.joining(" or ")),
                                                        asked.length() <= 60
                                                                ? asked
                                                                : asked.substring(0, 60) + "…")));
    }

    private static String word(Enum<?> each) {
        return each.name().toLowerCase(Locale.ROOT);
    }
}
