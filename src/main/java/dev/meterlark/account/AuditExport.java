package dev.meterlark.account;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.CsvCell;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.apache.coyote.CloseNowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/** An audit log as a file, the newest record first, passed on as it is read. */
@Component
public class AuditExport {

    private static final Logger LOG = LoggerFactory.getLogger(AuditExport.class);
    private static final int AT_ONCE = 1_000;

    private final AuditLog audit;
    private final JsonMapper json;

    AuditExport(AuditLog audit, JsonMapper json) {
        this.audit = audit;
        this.json = json;
    }

    /** In what form. */
    public enum Format {
        CSV,
        JSONL;

        public static Format of(String asked) {
            return Arrays.stream(values())
                    .filter(each -> each.extension().equals(asked))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new RefusedException(
                                            ErrorCode.REQUEST_INVALID,
                                            "format takes csv or jsonl, was: "
                                                    + Text.shown(asked)));
        }

        String extension() {
            return name().toLowerCase(Locale.ROOT);
        }

        private String mediaType() {
            return switch (this) {
                case CSV -> "text/csv;charset=UTF-8";
                case JSONL -> "application/jsonl;charset=UTF-8";
            };
        }
    }

    /** A connection that ends before its last chunk had not all. */
    public void answer(
            Caller caller, AuditFilter filter, Format format, HttpServletResponse response)
            throws IOException {
        response.setContentType(format.mediaType());
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=\"audit-%s.%s\""
                        .formatted(caller.slug(), format.extension()));
        try {
            Writer out =
                    new BufferedWriter(
                            new OutputStreamWriter(
                                    response.getOutputStream(), StandardCharsets.UTF_8));
            write(caller, filter, format, out);
            out.flush();
        } catch (RuntimeException e) {
            throw brokenOff(response, e);
        }
    }

    void write(Caller caller, AuditFilter filter, Format format, Writer out) throws IOException {
        if (format == Format.CSV) {
            out.write("number,at,actor,action,subject,detail,address\r\n");
        }
        Function<AuditRecordView, String> line =
                switch (format) {
                    case CSV -> this::csv;
                    case JSONL -> record -> json.writeValueAsString(record) + "\n";
                };
        long before = Long.MAX_VALUE;
        while (true) {
            var records = audit.before(caller, filter, before, AT_ONCE);
            for (AuditRecordView record : records) {
                out.write(line.apply(record));
            }
            if (records.size() < AT_ONCE) {
                return;
            }
            before = records.getLast().number();
        }
    }

    private String csv(AuditRecordView record) {
        String address = record.address();
        return String.join(
                        ",",
                        Long.toString(record.number()),
                        record.at().toString(),
                        CsvCell.of(record.actor()).written(),
                        CsvCell.of(record.action()).written(),
                        CsvCell.of(record.subject()).written(),
                        CsvCell.ofJson(json.writeValueAsString(record.detail())).written(),
                        address == null ? "" : CsvCell.of(address).written())
                + "\r\n";
    }

    /** What has gone out must not look as if it were all. */
    private static RuntimeException brokenOff(HttpServletResponse response, RuntimeException e)
            throws CloseNowException {
        if (response.isCommitted()) {
            LOG.warn("an export of an audit log broke off", e);
            throw new CloseNowException("an export of an audit log broke off", e);
        }
        response.reset();
        return e;
    }
}
