package dev.meterlark.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Handlers of the usual forms, to warm up with. Public because a loader of its own loads it. */
public final class Sample implements Function<Sample.Order, Map<String, Object>> {

    /** An event as people write them. */
    public record Order(
            String name, List<Line> lines, Map<String, String> tags, boolean paid, String note) {}

    /** A part of one. */
    public record Line(String sku, int amount, BigDecimal price) {}

    /** A bean. */
    public static final class Receipt {

        private final Order order;
        private final String requestId;

        Receipt(Order order, String requestId) {
            this.order = order;
            this.requestId = requestId;
        }

        public Order getOrder() {
            return order;
        }

        public String getRequestId() {
            return requestId;
        }
    }

    /** Stands for Lambda's: handlers are recognised by its name. */
    public interface Context {

        String getAwsRequestId();
    }

    @Override
    public Map<String, Object> apply(Order order) {
        return Map.of("hello", order.name(), "lines", order.lines());
    }

    public Receipt handle(Order order, Context context) {
        return new Receipt(order, context.getAwsRequestId());
    }

    public void copy(InputStream in, OutputStream out) throws IOException {
        in.transferTo(out);
    }
}
