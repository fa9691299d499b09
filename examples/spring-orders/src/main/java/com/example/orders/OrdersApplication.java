package com.example.orders;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** An ordinary Spring Cloud Function application: nothing in it knows where it runs. */
@SpringBootApplication
public class OrdersApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(OrdersApplication.class, arguments);
    }

    public record Line(String item, int quantity, BigDecimal price) {}

    public record Order(String customer, List<Line> lines) {}

    public record Quote(String customer, int items, BigDecimal total) {}

    /** A typed function, with a dependency that Spring injects. */
    @Bean
    Function<Order, Quote> quote(Discount discount) {
        return order -> {
            BigDecimal sum = BigDecimal.ZERO;
            int items = 0;
            for (Line line : order.lines()) {
                sum = sum.add(line.price().multiply(BigDecimal.valueOf(line.quantity())));
                items += line.quantity();
            }
            return new Quote(order.customer(), items, discount.apply(sum, items));
        };
    }

    @Bean
    Function<String, String> uppercase() {
        return String::toUpperCase;
    }

    @Bean
    Function<String, String> reverse() {
        return text -> new StringBuilder(text).reverse().toString();
    }

    @Bean
    Supplier<List<String>> customers() {
        return () -> List.of("Ada", "Grace");
    }
}
