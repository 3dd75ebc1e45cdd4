#include "textflag.h"

// func gapsAVX(o *octet, p *probe, gaps *lane) (open uint32)
TEXT ·gapsAVX(SB), NOSPLIT, $0-28
	MOVQ         o+0(FP), AX
	MOVQ         p+8(FP), BX
	MOVQ         gaps+16(FP), CX
	VBROADCASTSS (BX), Y0
	VBROADCASTSS 4(BX), Y1
	VBROADCASTSS 8(BX), Y2
	VXORPS       Y3, Y3, Y3
	VMOVUPS      (AX), Y4
	VMOVUPS      64(AX), Y5
	VSUBPS       Y0, Y4, Y4      // west - x
	VSUBPS       32(AX), Y0, Y0  // x - east
	VSUBPS       Y1, Y5, Y5      // south - y
	VSUBPS       96(AX), Y1, Y1  // y - north
	VMAXPS       Y4, Y0, Y0
	VMAXPS       Y5, Y1, Y1
	VMAXPS       Y3, Y0, Y0
	VMAXPS       Y3, Y1, Y1
	VMULPS       Y0, Y0, Y0
	VMULPS       Y1, Y1, Y1
	VADDPS       Y1, Y0, Y0
	VMOVUPS      Y0, (CX)
	VCMPPS       $2, Y2, Y0, Y0  // gap ≤ limit
	VMOVMSKPS    Y0, AX
	VZEROUPPER
	MOVL         AX, open+24(FP)
	RET

// func nearAVX(b *block, p *probe) (near uint32)
TEXT ·nearAVX(SB), NOSPLIT, $0-20
	MOVQ         b+0(FP), AX
	MOVQ         p+8(FP), BX
	VBROADCASTSS (BX), Y0
	VBROADCASTSS 4(BX), Y1
	VBROADCASTSS 8(BX), Y2
	VSUBPS       (AX), Y0, Y0
	VSUBPS       32(AX), Y1, Y1
	VMULPS       Y0, Y0, Y0
	VMULPS       Y1, Y1, Y1
	VADDPS       Y1, Y0, Y0
	VCMPPS       $2, Y2, Y0, Y0
	VMOVMSKPS    Y0, AX
	VZEROUPPER
	MOVL         AX, near+16(FP)
	RET
