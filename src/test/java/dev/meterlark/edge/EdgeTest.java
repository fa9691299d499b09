package dev.meterlark.edge;

import dev.meterlark.TestDatabase;

import org.junit.jupiter.api.Tag;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test of the edge over HTTP; all of them share one server. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("database")
@SpringBootTest(
        classes = EdgeModule.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "meterlark.api-rate.anonymous-per-second=1000",
            "meterlark.api-rate.anonymous-burst=1000",
            "meterlark.hosts=console.example"
        })
@ContextConfiguration(initializers = TestDatabase.class)
@interface EdgeTest {}
