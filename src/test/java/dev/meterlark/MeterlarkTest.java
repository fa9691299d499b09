package dev.meterlark;

import org.junit.jupiter.api.Tag;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The whole application over HTTP, on a database and a data folder of its own, with workers that
 * need no sandbox. All tests that add no setting share one.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("database")
@SpringBootTest(
        classes = {MeterlarkApplication.class, WithoutSandboxes.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "meterlark.sandbox.oci-runtimes=",
            "meterlark.ingress.port=0",
            "meterlark.webhooks.allowed=127.0.0.1 1024-65535",
            "meterlark.api-rate.anonymous-per-second=10000",
            "meterlark.api-rate.anonymous-burst=10000",
            "meterlark.sign-in.per-address=10000"
        })
@ContextConfiguration(initializers = {TestDatabase.class, OnlyTheProduct.class})
public @interface MeterlarkTest {}
