package dev.meterlark.edge;

import dev.meterlark.shared.Caller;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;

import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.util.List;

/** What /api/openapi.json says beyond the routes themselves. */
@Configuration
class OpenApiDocument {

    private static final String KEY = "apiKey";

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class, ClientAddress.class);
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info().title("Meterlark").version("v1"))
                .addSecurityItem(new SecurityRequirement().addList(KEY))
                .components(
                        new Components()
                                .addSecuritySchemes(
                                        KEY,
                                        new SecurityScheme()
                                                .type(SecurityScheme.Type.HTTP)
                                                .scheme("bearer")
                                                .description("An API key: mlk_…"))
                                .addSchemas("Problem", problem()));
    }

    @Bean
    OperationCustomizer answers() {
        return (operation, method) -> {
            if (method.hasMethodAnnotation(OpenToAnyone.class)) {
                operation.setSecurity(List.of());
            }
            ApiResponses answers = operation.getResponses();
            if (method.hasMethodAnnotation(Access.class)) {
                answers.addApiResponse("401", problem("No valid API key"));
                answers.addApiResponse("403", problem("The key lacks the permission"));
            }
            if (method.hasMethodAnnotation(ShowsSecret.class)) {
                answers.addApiResponse(
                        "409", problem("Its answer held a secret and is not shown again"));
            }
            answers.addApiResponse("429", problem("Too many requests"));
            answers.addApiResponse("default", problem("Another problem (RFC 9457)"));
            return operation;
        };
    }

    private static ApiResponse problem(String description) {
        Schema<?> schema = new Schema<>().$ref("#/components/schemas/Problem");
        return new ApiResponse()
                .description(description)
                .content(
                        new Content()
                                .addMediaType(
                                        "application/problem+json",
                                        new MediaType().schema(schema)));
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .addProperty("type", new StringSchema().format("uri-reference"))
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema())
                .addProperty("code", new StringSchema())
                .addProperty(
                        "fault",
                        new StringSchema()._enum(List.of("caller", "function", "platform")))
                .addProperty("retryable", new BooleanSchema());
    }
}
