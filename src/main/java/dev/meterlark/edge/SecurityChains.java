package dev.meterlark.edge;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Five doors: the API by keys, AWS's APIs by signatures, the actuator for the operator, assets for
 * everybody, pages by session. What a caller may do behind a door is the {@link RouteGuard}'s to
 * say.
 */
@Configuration
class SecurityChains {

    private static final String PAGES =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'; object-src 'none'";
    private static final String NO_PAGES =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    + " sandbox";

    private final Problems problems;
    private final Credentials credentials;

    SecurityChains(Problems problems, Credentials credentials) {
        this.problems = problems;
        this.credentials = credentials;
    }

    /** A span and a timer around every filter cost a call more than the filters do. */
    @Bean
    SecurityObservationSettings observations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    @Order(1)
    SecurityFilterChain api(
            HttpSecurity http,
            ApiRates rates,
            IdempotentPosts posts,
            IdempotencyProperties idempotency,
            KeptHeaders kept)
            throws Exception {
        return stateless(http, NO_PAGES)
                .securityMatcher("/api", "/api/**")
                .authorizeHttpRequests(r -> r.anyRequest().permitAll())
                .addFilterBefore(
                        new BearerTokens(credentials, rates, problems), AuthorizationFilter.class)
                .addFilterAfter(
                        new IdempotencyKeys(posts, idempotency, kept, problems),
                        AuthorizationFilter.class)
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain aws(
            HttpSecurity http,
            Signers signers,
            HeldBodies bodies,
            ApiRates rates,
            AwsRefusals refusals,
            AwsServices services)
            throws Exception {
        var parts = new AwsCallers.Parts(signers, bodies, rates, refusals, services);
        return stateless(http, NO_PAGES)
                .securityMatcher(AwsRequests::isOne)
                .authorizeHttpRequests(r -> r.anyRequest().permitAll())
                .addFilterBefore(new AwsCallers(parts), AuthorizationFilter.class)
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain actuator(HttpSecurity http, ApiRates rates) throws Exception {
        return stateless(http, NO_PAGES)
                .securityMatcher("/actuator", "/actuator/**")
                .authorizeHttpRequests(
                        r ->
                                r.requestMatchers(
                                                HttpMethod.GET,
                                                "/actuator/health",
                                                "/actuator/health/liveness",
                                                "/actuator/health/readiness")
                                        .permitAll()
                                        .anyRequest()
                                        .hasAuthority(Permission.OPERATE.name()))
                .addFilterBefore(
                        new BearerTokens(credentials, rates, problems), AuthorizationFilter.class)
                .build();
    }

    @Bean
    @Order(4)
    SecurityFilterChain assets(HttpSecurity http) throws Exception {
        return stateless(http, PAGES)
                .securityMatcher("/assets/**")
                .authorizeHttpRequests(r -> r.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(5)
    SecurityFilterChain pages(
            HttpSecurity http, Sessions sessions, SignInThrottle throttle, FormTokens tokens)
            throws Exception {
        var signingIn = new SigningIn(credentials, sessions, throttle, problems);
        return bare(http, PAGES)
                .csrf(
                        c ->
                                c.csrfTokenRepository(tokens)
                                        .sessionAuthenticationStrategy((_, _, _) -> {}))
                .sessionManagement(
                        s -> s.sessionCreationPolicy(SessionCreationPolicy.NEVER).disable())
                .authorizeHttpRequests(r -> r.anyRequest().permitAll())
                .addFilterAfter(new SessionCallers(sessions, problems), CsrfFilter.class)
                .addFilterAfter(signingIn, CsrfFilter.class)
                .build();
    }

    /** Nobody signs in through Spring's own users: without this it would make one. */
    @Bean
    UserDetailsService noUsers() {
        return name -> {
            throw new UsernameNotFoundException(name);
        };
    }

    @Bean
    RequestRejectedHandler rejected() {
        return (request, response, rejection) ->
                problems.write(
                        Problem.of(
                                ErrorCode.REQUEST_MALFORMED,
                                "The address or a header of the request holds what is not accepted"
                                        + " anywhere, such as '//', ';' or an encoded slash."),
                        request,
                        response);
    }

    private HttpSecurity stateless(HttpSecurity http, String policy) throws Exception {
        return bare(http, policy)
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    private HttpSecurity bare(HttpSecurity http, String policy) throws Exception {
        return http.formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .securityContext(AbstractHttpConfigurer::disable)
                .exceptionHandling(
                        e ->
                                e.authenticationEntryPoint(
                                                (request, response, _) ->
                                                        problems.write(
                                                                unauthenticated(request),
                                                                request,
                                                                response))
                                        .accessDeniedHandler(
                                                (request, response, _) ->
                                                        problems.write(
                                                                forbidden(request),
                                                                request,
                                                                response)))
                .headers(h -> headers(h, policy));
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers, String policy) {
        headers.contentSecurityPolicy(c -> c.policyDirectives(policy))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                .referrerPolicy(r -> r.policy(ReferrerPolicy.SAME_ORIGIN))
                .crossOriginOpenerPolicy(c -> c.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(c -> c.policy(CrossOriginResourcePolicy.SAME_ORIGIN));
    }

    private static Problem unauthenticated(HttpServletRequest request) {
        return Problem.of(ErrorCode.UNAUTHENTICATED, "This needs the operator's API key.")
                .withHeader("WWW-Authenticate", Challenge.of(request));
    }

    private static Problem forbidden(HttpServletRequest request) {
        return Problem.of(
                ErrorCode.FORBIDDEN,
                Problems.isForPrograms(request.getRequestURI())
                        ? "This needs the permission %s, which these credentials do not have."
                                .formatted(Permission.OPERATE.wireName())
                        : "The form is out of date: go back, load the page again and send it once"
                                + " more.");
    }
}
