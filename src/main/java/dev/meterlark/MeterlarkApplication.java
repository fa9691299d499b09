package dev.meterlark;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

import java.time.InstantSource;

@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class MeterlarkApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(MeterlarkApplication.class, arguments);
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }
}
