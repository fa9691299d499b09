package dev.meterlark.platform;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

@Configuration(proxyBeanMethods = false)
class SharedTime {

    /** In microseconds, as the database keeps them; for whoever asks for it, and nobody else. */
    @Bean(defaultCandidate = false)
    @OfDatabase
    InstantSource databaseTime(DatabaseClock clock) {
        return () -> clock.now().truncatedTo(ChronoUnit.MICROS);
    }
}
