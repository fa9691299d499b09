package dev.meterlark.edge;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;

import java.util.List;
import java.util.function.Function;

/** What every handler gets: the guard before it, the caller and the address as arguments. */
@Configuration
class EdgeMvc implements WebMvcConfigurer {

    private static final HttpMessageConverter<?> NO_CBOR =
            new ByteArrayHttpMessageConverter() {
                @Override
                public List<MediaType> getSupportedMediaTypes() {
                    return List.of(MediaType.APPLICATION_CBOR);
                }
            };

    private final RouteGuard guard;

    EdgeMvc(RouteGuard guard) {
        this.guard = guard;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(guard);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new FromRequest<>(Caller.class, EdgeMvc::caller));
        resolvers.add(new FromRequest<>(ClientAddress.class, ClientAddress::of));
    }

    /**
     * CBOR is on the class path for passkeys alone: what takes and gives JSON takes and gives
     * nothing else because of that. Spring makes none of its own where it is given one.
     */
    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
        converters.withCborConverter(NO_CBOR);
        converters.configureMessageConvertersList(all -> all.remove(NO_CBOR));
    }

    /** Nor does the start wait for what nothing asks for. */
    @Bean
    static BeanFactoryPostProcessor withoutCbor() {
        return beans -> {
            if (beans.containsBeanDefinition("cborMapper")) {
                beans.getBeanDefinition("cborMapper").setLazyInit(true);
            }
        };
    }

    /**
     * A member that we do not know was meant to do something: silence would be the wrong answer.
     */
    @Bean
    static JsonMapperBuilderCustomizer strictJson() {
        return mapper ->
                mapper.enable(
                                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                                DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    }

    @Bean
    static ConsoleAddress consoleAddress(EdgeProperties properties, ServerProperties server) {
        return ConsoleAddress.of(properties, server);
    }

    private static Caller caller(HttpServletRequest request) {
        return CallerAuthentication.of(request)
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.UNAUTHENTICATED, "This needs credentials."));
    }

    private record FromRequest<T>(Class<T> type, Function<HttpServletRequest, T> value)
            implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == type;
        }

        @Override
        public T resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            HttpServletRequest served = request.getNativeRequest(HttpServletRequest.class);
            if (served == null) {
                throw new IllegalStateException("not a servlet request: " + request);
            }
            return value.apply(served);
        }
    }
}
