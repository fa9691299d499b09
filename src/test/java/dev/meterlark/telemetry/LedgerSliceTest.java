package dev.meterlark.telemetry;

import org.junit.jupiter.api.Tag;
import org.springframework.boot.test.context.SpringBootTest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test over HTTP of metering, billing and telemetry; all share one server and one database. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("database")
@SpringBootTest(
        classes = LedgerSlice.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.flyway.enabled=false",
            "meterlark.telemetry.heartbeat=200ms",
            "meterlark.telemetry.followers-per-account=2",
            "spring.threads.virtual.enabled=true"
        })
public @interface LedgerSliceTest {}
