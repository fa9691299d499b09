/** Pipelines over HTTP. */
@NullMarked
package dev.meterlark.pipeline.web;

import org.jspecify.annotations.NullMarked;
