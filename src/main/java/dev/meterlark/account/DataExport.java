package dev.meterlark.account;

import static java.util.stream.Collectors.joining;

import dev.meterlark.shared.Caller;

import jakarta.servlet.http.HttpServletResponse;

import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * All that is kept of an account, as a zip of JSON, of lines of JSON, of code packages and objects.
 * It is sent as it is read, so no size of an account fills memory or disk; what may be without end
 * goes in up to a bound, which its README.txt names. Secrets are not in it. It costs nothing, so
 * that nobody's data is held back by what they have spent.
 */
@Component
public class DataExport {

    private static final Logger LOG = LoggerFactory.getLogger(DataExport.class);

    private final ObjectProvider<ExportPart> parts;
    private final AuditLog audit;
    private final ExportBounds bounds;
    private final JsonMapper json;

    DataExport(
            ObjectProvider<ExportPart> parts,
            AuditLog audit,
            ExportProperties properties,
            JsonMapper json) {
        this.parts = parts;
        this.audit = audit;
        this.bounds = properties.bounds();
        this.json = json;
    }

    /** That it was taken is in the audit log before its first byte goes out. */
    public void answer(Caller caller, HttpServletResponse response) throws IOException {
        audit.record(caller, "account.exported", "account:" + caller.account(), Map.of());
        response.setContentType("application/zip");
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=\"meterlark-%s.zip\"".formatted(caller.slug()));
        try {
            write(caller, response.getOutputStream());
        } catch (RuntimeException e) {
            throw brokenOff(response, e);
        }
    }

    void write(Caller caller, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        ExportSink sink = new Zipped(zip, json, bounds);
        List<ExportPart> all = parts.orderedStream().toList();
        sink.text("README.txt", readme(caller, all));
        for (ExportPart part : all) {
            part.write(caller, sink);
        }
        zip.finish();
        zip.flush();
    }

    private String readme(Caller caller, List<ExportPart> all) {
        String told = all.stream().map(part -> part.tells(bounds).strip()).collect(joining("\n\n"));
        return """
        All that Meterlark keeps of the account %s.

        It was read while the account went on: each file is of its own moment. A file that
        ends in .jsonl has one JSON document on each line. Secrets are in none of them.

        %s
        """
                .formatted(caller.slug(), told);
    }

    private record Zipped(ZipOutputStream zip, JsonMapper json, ExportBounds bounds)
            implements ExportSink {

        @Override
        public void document(String name, Object value) throws IOException {
            zip.putNextEntry(new ZipEntry(name));
            text(json.writerWithDefaultPrettyPrinter().writeValueAsString(value));
            zip.closeEntry();
        }

        @Override
        public <T> void lines(String name, Function<@Nullable String, Page<T>> stretches)
                throws IOException {
            zip.putNextEntry(new ZipEntry(name));
            String cursor = null;
            do {
                Page<T> stretch = stretches.apply(cursor);
                for (T item : stretch.items()) {
                    text(json.writeValueAsString(item) + "\n");
                }
                cursor = stretch.nextCursor();
            } while (cursor != null);
            zip.closeEntry();
        }

        @Override
        public void text(String name, String text) throws IOException {
            zip.putNextEntry(new ZipEntry(name));
            text(text);
            zip.closeEntry();
        }

        @Override
        public void bytes(String name, InputStream content) throws IOException {
            zip.putNextEntry(new ZipEntry(name));
            try (content) {
                content.transferTo(zip);
            }
            zip.closeEntry();
        }

        private void text(String text) throws IOException {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What has gone out must not look as if it were all. */
    private static RuntimeException brokenOff(HttpServletResponse response, RuntimeException e)
            throws CloseNowException {
        if (response.isCommitted()) {
            LOG.warn("an export of an account broke off", e);
            throw new CloseNowException("an export of an account broke off", e);
        }
        response.reset();
        return e;
    }
}
