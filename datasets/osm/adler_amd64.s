#include "textflag.h"

// What each of 32 bytes counts for.
DATA weights<>+0(SB)/8, $0x191a1b1c1d1e1f20
DATA weights<>+8(SB)/8, $0x1112131415161718
DATA weights<>+16(SB)/8, $0x090a0b0c0d0e0f10
DATA weights<>+24(SB)/8, $0x0102030405060708
GLOBL weights<>(SB), RODATA|NOPTR, $32

// func adlerAVX(data *byte, blocks int, sums *adlerSums)
TEXT ·adlerAVX(SB), NOSPLIT, $0-24
	MOVQ     data+0(FP), SI
	MOVQ     blocks+8(FP), CX
	MOVQ     sums+16(FP), DI
	VPXOR    Y0, Y0, Y0              // sums of the bytes
	VPXOR    Y1, Y1, Y1              // sums of those before each block
	VPXOR    Y2, Y2, Y2              // bytes by their weights
	VMOVDQU  weights<>(SB), Y3
	VPCMPEQW Y4, Y4, Y4
	VPSRLW   $15, Y4, Y4             // ones
	VPXOR    Y5, Y5, Y5
	TESTQ    CX, CX
	JZ       done

next:
	VMOVDQU    (SI), Y6
	VPADDQ     Y0, Y1, Y1
	VPSADBW    Y5, Y6, Y7
	VPADDQ     Y7, Y0, Y0
	VPMADDUBSW Y3, Y6, Y8
	VPMADDWD   Y4, Y8, Y8
	VPADDD     Y8, Y2, Y2
	ADDQ       $32, SI
	DECQ       CX
	JNZ        next

done:
	VMOVDQU Y0, (DI)
	VMOVDQU Y1, 32(DI)
	VMOVDQU Y2, 64(DI)
	VZEROUPPER
	RET
