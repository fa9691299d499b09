package dev.meterlark.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.storage.bucket.Objects;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Deletes the objects that a list names. */
@Component
class DeletingMany {

    private static final int LONGEST_KEY = 1_024;

    private final Objects objects;

    DeletingMany(Objects objects) {
        this.objects = objects;
    }

    void delete(S3Request request, HttpServletResponse response) throws IOException {
        Order order = Order.read(request);
        Map<Named, S3Exception> refused = new HashMap<>();
        for (Named each : order.named) {
            if (!isKey(each.key)) {
                refused.put(each, tooLong());
            } else if (each.etag != null) {
                deleteIf(request, each, refused);
            }
        }
        List<String> rest =
                order.named.stream()
                        .filter(each -> each.etag == null && isKey(each.key))
                        .map(Named::key)
                        .toList();
        objects.deleteAll(request.account(), request.bucketName(), rest);
        Answers.write(
                Xml.document(
                        "DeleteResult",
                        xml -> order.named.forEach(each -> tell(xml, each, refused, order.quiet))),
                response);
    }

    /** One that is another by now stays, and its neighbours go. */
    private void deleteIf(S3Request request, Named each, Map<Named, S3Exception> refused) {
        var conditions = new Conditions(each.etag, null, null, null);
        try {
            objects.delete(
                    request.account(),
                    request.bucketName(),
                    each.key,
                    object -> {
                        conditions.require(object);
                        return true;
                    });
        } catch (S3Exception e) {
            refused.put(each, e);
        }
    }

    private static void tell(Xml xml, Named each, Map<Named, S3Exception> refused, boolean quiet) {
        S3Exception why = refused.get(each);
        if (why != null) {
            xml.element(
                    "Error",
                    error ->
                            error.add("Key", each.key)
                                    .add("Code", why.error().code())
                                    .add("Message", why.text()));
        } else if (!quiet) {
            xml.element("Deleted", deleted -> deleted.add("Key", each.key));
        }
    }

    private static S3Exception tooLong() {
        return new S3Exception(S3Error.KEY_TOO_LONG, "A key has 1 to 1024 bytes as UTF-8.");
    }

    private static boolean isKey(String key) {
        int length = key.getBytes(UTF_8).length;
        return length > 0 && length <= LONGEST_KEY;
    }

    /**
     * @param etag that the object is to have; null for whichever
     */
    private record Named(String key, @Nullable String etag) {}

    /** What is to be deleted, as the body names it. */
    private static final class Order implements XmlReading.Visitor {
        private final List<Named> named = new ArrayList<>();
        private String key = "";
        private @Nullable String etag;
        private boolean quiet;

        static Order read(S3Request request) throws IOException {
            Order order = new Order();
            XmlReading.read(request, "Delete", order);
            if (order.named.isEmpty()) {
                throw S3Exception.malformed("it must name at least one object");
            }
            return order;
        }

        @Override
        public void end(String path, String text) {
            switch (path) {
                case "Delete/Object" -> add();
                case "Delete/Object/Key" -> key = text;
                case "Delete/Object/ETag" -> etag = text.strip();
                case "Delete/Object/VersionId" -> Versions.requireTheOnly(text);
                case "Delete/Object/LastModifiedTime", "Delete/Object/Size" ->
                        throw S3Exception.notImplemented("Deleting many by time or size");
                case "Delete/Quiet" -> quiet = Boolean.parseBoolean(text.strip());
                default -> {} // those around them
            }
        }

        private void add() {
            if (named.size() >= Objects.MOST_DELETED) {
                throw S3Exception.malformed(
                        "it may name %d objects".formatted(Objects.MOST_DELETED));
            }
            named.add(new Named(key, etag));
            key = "";
            etag = null;
        }
    }
}
