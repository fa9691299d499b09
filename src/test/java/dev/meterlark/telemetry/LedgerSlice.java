package dev.meterlark.telemetry;

import dev.meterlark.edge.AuditTrail;
import dev.meterlark.function.snapshot.TagCatalog;
import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.invocation.Crowdings;
import dev.meterlark.invocation.FunctionNames;
import dev.meterlark.invocation.NoCrowds;
import dev.meterlark.invocation.PipelineNames;
import dev.meterlark.platform.DatabaseClock;
import dev.meterlark.platform.Leases;
import dev.meterlark.platform.OfDatabase;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import javax.sql.DataSource;

/**
 * Metering, billing and telemetry with their routes on a real server and a real database. Who is
 * calling is taken from a header, and which function a name stands for from a map.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@ConfigurationPropertiesScan({"dev.meterlark.metering", "dev.meterlark.telemetry"})
@ComponentScan(
        basePackages = {
            "dev.meterlark.metering",
            "dev.meterlark.billing",
            "dev.meterlark.telemetry",
        },
        excludeFilters = // what needs accounts
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern =
                                "dev\\.meterlark\\.billing\\."
                                    + "(MoneyAudit|(plan|invoice|document|payment|budget|operator|preview)"
                                    + "\\.|web\\.(?!Usage|Cost|Meter|Plan)).*"))
public class LedgerSlice {

    public static final String ACCOUNT_HEADER = "X-Test-Account";

    /** Stands still until it is moved. */
    public static final class Clock implements InstantSource {

        private volatile Instant now = Instant.parse("2026-11-23T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        public void forward(Duration by) {
            now = now.plus(by);
        }
    }

    @Bean
    PipelineNames noPipelines() {
        return (_, _) -> Optional.empty();
    }

    /** Names of functions that tests give and take. */
    public static final class Names implements FunctionNames {

        private record Key(AccountId account, String name) {}

        private final Map<Key, FunctionId> names = new ConcurrentHashMap<>();

        public FunctionId add(AccountId account, String name) {
            FunctionId function = FunctionId.random();
            names.put(new Key(account, name), function);
            return function;
        }

        public void remove(AccountId account, String name) {
            names.remove(new Key(account, name));
        }

        @Override
        public Optional<FunctionId> functionId(AccountId account, String name) {
            return Optional.ofNullable(names.get(new Key(account, name)));
        }
    }

    /** Nothing runs. */
    @Bean
    Crowdings noCrowds() {
        return NoCrowds.crowdings();
    }

    @Bean
    AuditTrail noAudit() {
        return (_, _, _, _) -> {};
    }

    @Bean
    AsyncCalls noAsyncCalls() {
        return new NoAsyncCalls();
    }

    /** Whatever tags somebody has are of one team and differ by their stage. */
    @Bean
    TagCatalog tags() {
        return (_, sets) ->
                sets.stream()
                        .collect(
                                Collectors.toMap(
                                        set -> set,
                                        set -> Map.of("stage", set.toString(), "team", "shop")));
    }

    @Bean
    Clock clock() {
        return new Clock();
    }

    @Bean
    Names names() {
        return new Names();
    }

    @Bean
    ScratchDatabase database() {
        return new ScratchDatabase();
    }

    @Bean
    Leases leases(ScratchDatabase database) {
        return new Leases(
                database.template(),
                database.transactions(),
                new DatabaseClock(database.template()));
    }

    @Bean(defaultCandidate = false)
    @OfDatabase
    InstantSource databaseTime(Clock clock) {
        return clock;
    }

    @Bean
    DataSource dataSource(ScratchDatabase database) {
        return Objects.requireNonNull(database.template().getDataSource());
    }

    @Bean
    SecurityFilterChain open(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(r -> r.anyRequest().permitAll()).build();
    }

    @Bean
    WebMvcConfigurer callers() {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerFromHeader());
            }
        };
    }

    private static final class CallerFromHeader implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Caller.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            return new Caller(
                    AccountId.parse(Objects.requireNonNull(request.getHeader(ACCOUNT_HEADER))),
                    "acme",
                    "000000000001",
                    "key:1",
                    EnumSet.noneOf(Permission.class));
        }
    }

    @RestControllerAdvice
    static class Problems {

        @ExceptionHandler
        ProblemDetail refused(RefusedException e) {
            return ProblemDetail.forStatusAndDetail(
                    HttpStatusCode.valueOf(e.code().status()), e.publicText());
        }
    }
}
