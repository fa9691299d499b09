package dev.meterlark.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.storage.bucket.Objects;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
        List<String> good = order.keys.stream().filter(DeletingMany::isKey).toList();
        objects.deleteAll(request.account(), request.bucketName(), good);
        Answers.write(
                Xml.document(
                        "DeleteResult",
                        xml -> {
                            for (String key : order.keys) {
                                tell(xml, key, order.quiet);
                            }
                        }),
                response);
    }

    private static void tell(Xml xml, String key, boolean quiet) {
        if (!isKey(key)) {
            xml.element(
                    "Error",
                    error ->
                            error.add("Key", key)
                                    .add("Code", S3Error.KEY_TOO_LONG.code())
                                    .add("Message", "A key has 1 to 1024 bytes as UTF-8."));
        } else if (!quiet) {
            xml.element("Deleted", deleted -> deleted.add("Key", key));
        }
    }

    private static boolean isKey(String key) {
        int length = key.getBytes(UTF_8).length;
        return length > 0 && length <= LONGEST_KEY;
    }

    /** What is to be deleted, as the body names it. */
    private static final class Order implements XmlReading.Visitor {
        private final List<String> keys = new ArrayList<>();
        private boolean quiet;

        static Order read(S3Request request) throws IOException {
            Order order = new Order();
            XmlReading.read(request, "Delete", order);
            if (order.keys.isEmpty()) {
                throw S3Exception.malformed("it must name at least one object");
            }
            return order;
        }

        @Override
        public void end(String path, String text) {
            switch (path) {
                case "Delete/Object/Key" -> add(text);
                case "Delete/Object/VersionId" -> Versions.requireTheOnly(text);
                case "Delete/Object/ETag", "Delete/Object/LastModifiedTime", "Delete/Object/Size" ->
                        throw S3Exception.notImplemented("Deleting many on conditions");
                case "Delete/Quiet" -> quiet = Boolean.parseBoolean(text.strip());
                default -> {} // those around them
            }
        }

        private void add(String key) {
            if (keys.size() >= Objects.MOST_DELETED) {
                throw S3Exception.malformed(
                        "it may name %d objects".formatted(Objects.MOST_DELETED));
            }
            keys.add(key);
        }
    }
}
