/* The plug-in ABI of HalfLSB, in plain C: what a kernel must say about itself, and how it is called.
 *
 * A target is one kernel under test. It declares its contract (the scheme it promises bit for bit, or a tolerance in LSB),
 * the domain on which the promise holds, and how far past its inputs it may read. Every struct opens with its size, so that
 * fields may be appended: a reader uses only the bytes that struct_size covers.
 *
 * A shared library offers its targets by exporting halflsb_targets(), see the end of this file. This header is installed as
 * <halflsb/target.h> and needs nothing but the C library's headers. */
#ifndef HALFLSB_TARGETS_ABI_TARGET_H
#define HALFLSB_TARGETS_ABI_TARGET_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HALFLSB_ABI_VERSION 1u

/* Element types of the tensors. */
enum { HALFLSB_I8 = 0, HALFLSB_U8 = 1, HALFLSB_I16 = 2, HALFLSB_I32 = 3 };

/* Fused activations: applied after the output zero point is added and before the clamp to [output_min, output_max]. */
enum {
  HALFLSB_ACTIVATION_NONE = 0,
  HALFLSB_ACTIVATION_RELU = 1,      /* max(x, zero_point) */
  HALFLSB_ACTIVATION_CLIP = 2,      /* min(max(x, clip_min), clip_max) */
  HALFLSB_ACTIVATION_LEAKY_RELU = 3 /* x < Z ? glow(x - Z; leaky) + Z : x, with Z the output zero point */
};

/* Instruction sets that a target needs; the harness reports `unsupported` where the machine lacks one. */
enum { HALFLSB_ISA_NONE = 0, HALFLSB_ISA_AVX2 = 1 << 0 };

/* What a kernel returns. Anything but OK means that the output is not to be looked at. */
enum { HALFLSB_OK = 0, HALFLSB_UNSUPPORTED = 1, HALFLSB_FAILED = 2 };

/* Parameters of one integer rescaling. Which fields count depends on the scheme that the target declares:
 *   glow                     (((N >> pre) * scale) + (post ? 2^(post-1) : 0)) >> post, right shifts are floor divisions
 *   tflite_double_rounding, tflite_single_rounding, cmsis_nn, xnnpack_rndnu, qnnpack_precise,
 *   tosa                     multiplier: Q31; shift: > 0 is a left shift (tosa's own shift is 31 - shift)
 *   xnnpack_fp32, onnx_qlinear, onednn,
 *   fbgemm                   factor, which is a float32
 *   ideal, or a tolerance    round(N * factor_numerator / factor_denominator), rounding as the target's contract says */
typedef struct halflsb_rescale {
  int32_t pre;        /* glow: bits, right shift */
  int32_t post;       /* glow: bits, right shift */
  int32_t scale;      /* glow: integer multiplier */
  int32_t multiplier; /* Q31 forms */
  int32_t shift;      /* Q31 forms: bits, positive is left */
  double factor;      /* the real factor that the rescaling stands for, rounded to double; 0 where unknown */
} halflsb_rescale;

/* requantize: output[i] = clamp(rescale(accumulator[i]) + zero_point, output_min, output_max), for 0 <= i < count. */
typedef struct halflsb_requantize_args {
  size_t struct_size;
  size_t count;
  const int32_t* accumulator; /* [count] */
  void* output;               /* [count], of output_type */
  int32_t output_type;
  int32_t zero_point;
  int32_t output_min;
  int32_t output_max;
  halflsb_rescale rescale;
} halflsb_requantize_args;

/* conv2d. Layouts: input NHWC, filter OHWI (I = in_channels / groups), output NHWC, bias [out_channels]; all dense.
 *   N(n,h,w,o) = sum over kh,kw,i of (x - input_zero_point) * (f - filter_zero_point[o]) + B(o); a tap in the padding adds 0
 *   B(o) = bias[o] - bias_zero_point, rescaled with bias_rescale by the glow formula where bias_rescaled is 1
 *   output = clamp(activation(rescale[o](N) + output_zero_point), output_min, output_max)
 * Output size: (in + pad_before + pad_after - dilation * (kernel - 1) - 1) / stride + 1, floor. Fully connected is the shape
 * with all spatial sizes 1; depthwise is groups = in_channels. */
typedef struct halflsb_conv2d_args {
  size_t struct_size;
  int32_t batch, in_height, in_width, in_channels;
  int32_t out_height, out_width, out_channels;
  int32_t kernel_height, kernel_width;
  int32_t stride_height, stride_width;
  int32_t dilation_height, dilation_width;
  int32_t pad_top, pad_left, pad_bottom, pad_right;
  int32_t groups;
  int32_t input_type;  /* HALFLSB_I8 or HALFLSB_U8 */
  int32_t filter_type; /* HALFLSB_I8 or HALFLSB_U8 */
  int32_t output_type; /* HALFLSB_I8, HALFLSB_U8, HALFLSB_I16 or HALFLSB_I32 */
  int32_t bias_type;   /* HALFLSB_I8 or HALFLSB_I32 */
  const void* input;
  const void* filter;
  const void* bias; /* NULL: no bias */
  void* output;
  int32_t input_zero_point;
  int32_t output_zero_point;
  const int32_t* filter_zero_point; /* [out_channels] if filter_zero_point_per_channel, else [1] */
  int32_t filter_zero_point_per_channel;
  const halflsb_rescale* rescale; /* [out_channels] if rescale_per_channel, else [1] */
  int32_t rescale_per_channel;
  int32_t bias_rescaled; /* 0: the bias is in accumulator scale; bias_rescale is not read */
  int32_t bias_zero_point;
  const halflsb_rescale* bias_rescale; /* glow form; [out_channels] if bias_rescale_per_channel, else [1] */
  int32_t bias_rescale_per_channel;
  int32_t activation;
  int32_t clip_min, clip_max; /* HALFLSB_ACTIVATION_CLIP, in output units */
  halflsb_rescale leaky;      /* HALFLSB_ACTIVATION_LEAKY_RELU, glow form */
  int32_t output_min, output_max;
} halflsb_conv2d_args;

/* An inclusive range. */
typedef struct halflsb_range {
  int64_t min, max;
} halflsb_range;

/* Where the contract holds. A problem outside is never given to the kernel. A problem whose exact accumulator (or bias
 * term) does not fit 32 bits is outside every domain. A kernel may still return HALFLSB_UNSUPPORTED. */
typedef struct halflsb_domain {
  size_t struct_size;
  halflsb_range pre, post, scale;  /* glow */
  halflsb_range multiplier, shift; /* Q31 forms; in the float forms 2^(shift.min - 1) <= factor < 2^shift.max */
  halflsb_range zero_point;        /* of the output */
  uint32_t output_types;           /* bit (1 << HALFLSB_I8) ... */
  uint32_t input_types;            /* conv2d, as output_types; also for the filter */
  uint32_t bias_types;             /* conv2d, as output_types; 0: without bias only */
  uint32_t activations;            /* conv2d: bit (1 << HALFLSB_ACTIVATION_NONE) ... */
  halflsb_range in_channels;       /* conv2d, likewise all below */
  halflsb_range out_channels;
  halflsb_range kernel;   /* height and width, each */
  halflsb_range stride;   /* height and width, each */
  halflsb_range dilation; /* height and width, each */
  halflsb_range pad;      /* each side */
  halflsb_range groups;
  int32_t per_channel;       /* 1: rescale and filter zero point may be per channel; 0: per tensor only */
  int32_t filter_zero_point; /* 1: may differ from 0 */
  int32_t bias_rescaled;     /* 1: accepts a bias with a scale of its own */
} halflsb_domain;

typedef struct halflsb_target {
  size_t struct_size;
  uint32_t abi_version;  /* HALFLSB_ABI_VERSION */
  const char* name;      /* unique, [a-z0-9_.]+ */
  const char* kind;      /* "requantize" or "conv2d" */
  const char* scheme;    /* the scheme promised bit for bit; NULL where a tolerance is promised */
  const char* tolerance; /* "p/q" LSB of the real value; NULL where a scheme is promised */
  const char* defect;    /* NULL: expected to pass; else one line: what is known to be wrong, expected to fail */
  uint32_t isa;          /* HALFLSB_ISA_* */
  uint32_t read_past;    /* bytes that the kernel may read past the end of each input tensor (never before its start) */
  halflsb_domain domain;
  int (*requantize)(const halflsb_requantize_args* args); /* kind "requantize", else NULL */
  int (*conv2d)(const halflsb_conv2d_args* args);         /* kind "conv2d", else NULL */
} halflsb_target;

/* A shared library exports this, even one that is compiled with -fvisibility=hidden: the array lives as long as the library;
 * *count is its length. */
#pragma GCC visibility push(default)
const halflsb_target* const* halflsb_targets(uint32_t abi_version, size_t* count);
#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif

#endif /* HALFLSB_TARGETS_ABI_TARGET_H */
