package dev.meterlark.account;

import org.junit.jupiter.api.Tag;
import org.springframework.boot.test.context.SpringBootTest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test of the account module on a database that all of them share. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("database")
@SpringBootTest(
        classes = AccountModule.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:account;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000"
                    + ";OPTIMIZE_REUSE_RESULTS=FALSE",
            "spring.flyway.placeholders.bytes=varbinary(1048576)",
            "spring.flyway.placeholders.text=varchar(1048576)",
            "spring.flyway.locations=classpath:db/migration/common",
            "meterlark.account.resets-per-address=100000"
        })
@interface AccountTest {}
